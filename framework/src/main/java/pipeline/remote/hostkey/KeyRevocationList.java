package pipeline.remote.hostkey;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.sshd.common.config.keys.OpenSshCertificate;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.BufferException;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;

/** A key revocation list in the binary format of OpenSSH (PROTOCOL.krl, version 1); immutable. */
final class KeyRevocationList {

    private static final byte[] MAGIC = "SSHKRL\n\0".getBytes(StandardCharsets.US_ASCII);

    private static final int CERTIFICATES = 1;
    private static final int EXPLICIT_KEYS = 2;
    private static final int SHA1_FINGERPRINTS = 3;
    private static final int SIGNATURE = 4;
    private static final int SHA256_FINGERPRINTS = 5;

    private static final int SERIALS = 0x20;
    private static final int SERIAL_RANGE = 0x21;
    private static final int SERIAL_BITMAP = 0x22;
    private static final int KEY_IDS = 0x23;

    private final Set<String> keys = new HashSet<>();
    private final Set<String> sha1 = new HashSet<>();
    private final Set<String> sha256 = new HashSet<>();
    private final List<OfAuthority> authorities = new ArrayList<>();

    /** The certificates of one authority; of any if its key is empty. */
    private record OfAuthority(String key, List<Serials> serials, Set<String> ids) {}

    /** Serial numbers from one to another, or those of them that a bitmap has. */
    private record Serials(long first, long last, BigInteger bitmap) {
        boolean has(long serial) {
            return Long.compareUnsigned(serial, first) >= 0
                    && Long.compareUnsigned(serial, last) <= 0
                    && bitmap.testBit(bitmap.signum() < 0 ? 0 : (int) (serial - first));
        }
    }

    /** Every bit is set. */
    private static final BigInteger ALL = BigInteger.ONE.negate();

    private KeyRevocationList() {}

    /** Returns whether a file begins as such a list does. */
    static boolean isOne(byte[] content) {
        return content.length >= MAGIC.length && Arrays.equals(content, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
    }

    /**
     * Reads a list. Its signature, if it has one, is not looked at, as in OpenSSH.
     *
     * @throws IOException if it is damaged or has parts that are not known
     */
    static KeyRevocationList parse(byte[] content) throws IOException {
        Buffer buffer = new ByteArrayBuffer(content, MAGIC.length, content.length - MAGIC.length);
        KeyRevocationList list = new KeyRevocationList();
        try {
            int version = buffer.getInt();
            if (version != 1) {
                throw new IOException("the revocation list is of version " + version + ", which is not known here");
            }
            // its number, its date and its flags
            buffer.getLong();
            buffer.getLong();
            buffer.getLong();
            buffer.getBytes();
            buffer.getBytes();
            while (buffer.available() > 0) {
                int type = buffer.getUByte();
                list.section(type, new ByteArrayBuffer(buffer.getBytes()));
                if (type == SIGNATURE) {
                    break;
                }
            }
        } catch (BufferException | IndexOutOfBoundsException | ArithmeticException e) {
            throw new IOException("the revocation list is damaged", e);
        }
        return list;
    }

    private void section(int type, Buffer data) throws IOException {
        switch (type) {
            case CERTIFICATES -> certificates(data);
            case EXPLICIT_KEYS -> addAll(keys, data);
            case SHA1_FINGERPRINTS -> addAll(sha1, data);
            case SHA256_FINGERPRINTS -> addAll(sha256, data);
            case SIGNATURE -> {}
            default -> throw new IOException("the revocation list has a section " + type + ", which is not known here");
        }
    }

    private static void addAll(Set<String> set, Buffer data) {
        while (data.available() > 0) {
            set.add(base64(data.getBytes()));
        }
    }

    private void certificates(Buffer data) throws IOException {
        OfAuthority authority = new OfAuthority(base64(data.getBytes()), new ArrayList<>(), new HashSet<>());
        data.getBytes();
        while (data.available() > 0) {
            int type = data.getUByte();
            Buffer part = new ByteArrayBuffer(data.getBytes());
            switch (type) {
                case SERIALS -> {
                    while (part.available() > 0) {
                        long serial = part.getLong();
                        authority.serials().add(new Serials(serial, serial, ALL));
                    }
                }
                case SERIAL_RANGE -> authority.serials().add(new Serials(part.getLong(), part.getLong(), ALL));
                case SERIAL_BITMAP -> {
                    long first = part.getLong();
                    BigInteger bitmap = part.getMPInt();
                    authority.serials().add(new Serials(first, first + bitmap.bitLength(), bitmap));
                }
                case KEY_IDS -> {
                    while (part.available() > 0) {
                        authority.ids().add(part.getString());
                    }
                }
                default ->
                    throw new IOException("the revocation list has a part " + type + ", which is not known here");
            }
        }
        authorities.add(authority);
    }

    boolean hasKey(HostKey key) {
        byte[] blob = Base64.getDecoder().decode(key.base64());
        return keys.contains(key.base64())
                || sha1.contains(digest("SHA-1", blob))
                || sha256.contains(digest("SHA-256", blob));
    }

    /** Returns whether the certificate is revoked by its number or its identity; what of its keys is for {@link #hasKey}. */
    boolean hasCertificate(OpenSshCertificate certificate) {
        String authority = HostKey.of(certificate.getCaPubKey()).base64();
        return authorities.stream()
                .filter(list -> list.key().isEmpty() || list.key().equals(authority))
                .anyMatch(list -> list.ids().contains(certificate.getId())
                        // who gives no numbers has 0 for all
                        || (certificate.getSerial() != 0
                                && list.serials().stream().anyMatch(serials -> serials.has(certificate.getSerial()))));
    }

    private static String digest(String algorithm, byte[] blob) {
        try {
            return base64(MessageDigest.getInstance(algorithm).digest(blob));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
