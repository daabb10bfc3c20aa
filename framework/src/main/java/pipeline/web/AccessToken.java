package pipeline.web;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;
import java.util.regex.Pattern;

/** A word that nobody can guess: who does not know it sees nothing. Immutable. */
public final class AccessToken {

    /** As many as a key of AES-128 has. */
    private static final int RANDOM_BYTES = 16;

    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_-]{16,128}");

    private final String word;

    private AccessToken(String word) {
        this.word = word;
    }

    /** Returns one that nobody had before. */
    public static AccessToken random() {
        byte[] bytes = new byte[RANDOM_BYTES];
        new SecureRandom().nextBytes(bytes);
        return new AccessToken(HexFormat.of().formatHex(bytes));
    }

    /**
     * Returns the one in a file, which is made with a new one if it is not there, for its owner alone.
     *
     * @throws IOException if the file cannot be read or made, or others than its owner may read it, or it holds no token; the
     *     message says so
     */
    public static AccessToken in(Path file) throws IOException {
        AccessToken made = random();
        try {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file, made.word + "\n", StandardOpenOption.WRITE);
            return made;
        } catch (FileAlreadyExistsException e) {
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
            permissions.removeAll(Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE));
            if (!permissions.isEmpty()) {
                throw new IOException("others may read or change " + file + "; type chmod 600 " + file, e);
            }
            String word = Files.readString(file).strip();
            if (!TOKEN.matcher(word).matches()) {
                throw new IOException(
                        file
                                + " must hold 16 to 128 letters, digits, - and _, and nothing else; remove it for a new one",
                        e);
            }
            return new AccessToken(word);
        }
    }

    /** Returns whether a word is this one, in a time that says nothing about how much of it is right. */
    boolean is(String other) {
        return MessageDigest.isEqual(word.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }

    /** Returns the word, for who started the server. */
    public String word() {
        return word;
    }

    @Override
    public String toString() {
        return "a token";
    }
}
