package pipeline.dispatch.attempt;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import pipeline.job.Secrets;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Puts {@code ***} in place of the values of secrets in what a job says; of a value of several lines also in place of each of its
 * longer lines. Immutable.
 */
final class SecretMask {

    private static final String MASK = "***";
    private static final byte[] MASK_BYTES = MASK.getBytes(StandardCharsets.US_ASCII);

    /** A shorter line of a longer value, such as a brace, is no secret by itself. */
    private static final int SHORTEST_LINE = 8;

    /** The longest first, so that of two that begin alike the longer one is found. */
    private final List<String> texts;

    private final List<byte[]> bytes;

    private SecretMask(List<String> texts) {
        this.texts = texts;
        this.bytes = texts.stream()
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .toList();
    }

    static SecretMask of(Secrets secrets) {
        return new SecretMask(secrets.values().values().stream()
                .flatMap(SecretMask::parts)
                .distinct()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList());
    }

    private static Stream<String> parts(String value) {
        return Stream.concat(
                Stream.of(value), value.lines().map(String::strip).filter(line -> line.length() >= SHORTEST_LINE));
    }

    @Nullable
    String text(@Nullable String said) {
        String masked = said;
        for (String secret : texts) {
            masked = masked == null ? null : masked.replace(secret, MASK);
        }
        return masked;
    }

    @Nullable
    JsonNode value(@Nullable JsonNode value) {
        if (value == null || texts.isEmpty()) {
            return value;
        }
        if (value.isString()) {
            return JsonNodeFactory.instance.stringNode(text(value.stringValue()));
        }
        if (value instanceof ObjectNode object) {
            ObjectNode masked = JsonNodeFactory.instance.objectNode();
            object.forEachEntry((name, item) -> masked.set(String.valueOf(text(name)), value(item)));
            return masked;
        }
        if (value instanceof ArrayNode array) {
            ArrayNode masked = JsonNodeFactory.instance.arrayNode(array.size());
            array.forEach(item -> masked.add(value(item)));
            return masked;
        }
        return value;
    }

    /** Takes bytes; the array may be used again after the call. */
    interface MaskedOutput {
        void accept(byte[] bytes, int offset, int length);
    }

    /** Returns a target that passes on to another what it is given, masked. */
    MaskedStream before(MaskedOutput next) {
        return new MaskedStream(next);
    }

    /** What ends with the beginning of a secret waits for what follows. Fed by one thread. */
    final class MaskedStream implements MaskedOutput {

        private final MaskedOutput next;
        private byte[] held = new byte[0];

        private MaskedStream(MaskedOutput next) {
            this.next = next;
        }

        @Override
        public void accept(byte[] given, int offset, int length) {
            if (bytes.isEmpty()) {
                next.accept(given, offset, length);
                return;
            }
            byte[] all = Arrays.copyOf(held, held.length + length);
            System.arraycopy(given, offset, all, held.length, length);
            pass(all, false);
        }

        /** Passes on what waits. */
        void flush() {
            if (held.length > 0) {
                pass(held, true);
            }
        }

        private void pass(byte[] all, boolean isEnd) {
            ByteArrayOutputStream masked = new ByteArrayOutputStream(all.length);
            int at = 0;
            while (at < all.length) {
                byte[] secret = beginning(all, at, isEnd);
                if (secret == null) {
                    masked.write(all[at++]);
                } else if (secret.length <= all.length - at) {
                    masked.writeBytes(MASK_BYTES);
                    at += secret.length;
                } else {
                    break;
                }
            }
            held = Arrays.copyOfRange(all, at, all.length);
            if (masked.size() > 0) {
                next.accept(masked.toByteArray(), 0, masked.size());
            }
        }

        /** Returns the secret that begins at a place, as far as the bytes go; null if none does. */
        private byte @Nullable [] beginning(byte[] all, int at, boolean isEnd) {
            for (byte[] secret : bytes) {
                int length = Math.min(secret.length, all.length - at);
                boolean isWhole = length == secret.length;
                if ((isWhole || !isEnd) && Arrays.equals(all, at, at + length, secret, 0, length)) {
                    return secret;
                }
            }
            return null;
        }
    }
}
