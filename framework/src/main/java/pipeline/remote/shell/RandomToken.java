package pipeline.remote.shell;

import java.security.SecureRandom;
import java.util.HexFormat;

/** Makes the token that marks our messages among the other output of a host: 128 random bits in hexadecimal digits. */
final class RandomToken {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int BYTES = 16;

    private RandomToken() {}

    static String next() {
        byte[] random = new byte[BYTES];
        RANDOM.nextBytes(random);
        return HexFormat.of().formatHex(random);
    }
}
