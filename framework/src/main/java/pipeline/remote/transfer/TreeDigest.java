package pipeline.remote.transfer;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import pipeline.text.Digests;

/**
 * The SHA-256 of a file, or of a tree that of its sorted lines: a letter, the SHA-256 of the name and that of the content or of the
 * link's target. {@code digest.sh} computes the same. Not thread-safe.
 */
final class TreeDigest {

    private final List<String> lines = new ArrayList<>();
    private String single = "";

    /**
     * Adds an entry.
     *
     * @param sha256 of the content of a file; empty for what is none
     */
    void add(TreeEntry entry, String sha256) {
        switch (entry.kind()) {
            case FILE -> {
                if (entry.name().isEmpty()) {
                    single = sha256;
                } else {
                    lines.add("f " + of("./" + entry.name()) + " " + sha256);
                }
            }
            case DIRECTORY -> lines.add("d " + of(entry.name().isEmpty() ? "." : "./" + entry.name()) + " ");
            case LINK -> lines.add("l " + of("./" + entry.name()) + " " + of(entry.target() + "\n"));
        }
    }

    /** Returns it, when all entries have been added. */
    String hex() {
        if (!single.isEmpty()) {
            return single;
        }
        lines.add("end");
        Collections.sort(lines);
        return of(String.join("\n", lines) + "\n");
    }

    private static String of(String text) {
        return hex(Digests.sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    static String hex(MessageDigest digest) {
        return hex(digest.digest());
    }

    private static String hex(byte[] digest) {
        return HexFormat.of().formatHex(digest);
    }
}
