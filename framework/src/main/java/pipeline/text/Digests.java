package pipeline.text;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256, whole and shortened to the 128 bits that distinguish things. */
public final class Digests {

    private static final int SHORT_BYTES = 16;

    private Digests() {}

    /** Returns a SHA-256 that has seen nothing yet. */
    public static MessageDigest sha256() {
        return digest("SHA-256");
    }

    public static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(algorithm + " is missing in this Java", e);
        }
    }

    /** Returns the first half of the SHA-256 of a text, 32 hexadecimal digits. */
    public static String shortened(String text) {
        return shortened(sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    public static String shortened(long[] numbers, int count) {
        ByteBuffer bytes = ByteBuffer.allocate(count * Long.BYTES);
        for (int i = 0; i < count; i++) {
            bytes.putLong(numbers[i]);
        }
        return shortened(sha256().digest(bytes.array()));
    }

    /** Returns the first half of a digest, 32 hexadecimal digits. */
    public static String shortened(byte[] sha256) {
        return HexFormat.of().formatHex(sha256, 0, SHORT_BYTES);
    }
}
