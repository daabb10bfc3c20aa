package pipeline.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;

/** Throw-away key pairs made by {@code ssh-keygen} in one directory, each made when it is first asked for. */
public final class SshKeys {

    /** The passphrase of the {@link Kind#ENCRYPTED} key. */
    public static final String PASSPHRASE = "correct horse battery staple";

    /** What kinds of keys there are; the server knows all of them but the {@link #STRANGER}. */
    public enum Kind {
        ED25519("ed25519", ""),
        ECDSA("ecdsa", ""),
        RSA("rsa", ""),
        /** An ed25519 key under {@link #PASSPHRASE}. */
        ENCRYPTED("ed25519", PASSPHRASE),
        /** An ed25519 key that no server lets in. */
        STRANGER("ed25519", "");

        private final String type;
        private final String passphrase;

        Kind(String type, String passphrase) {
            this.type = type;
            this.passphrase = passphrase;
        }

        /** The word that known_hosts and ssh-keygen use, such as {@code ed25519}. */
        public String type() {
            return type;
        }

        String fileName() {
            return "id_" + name().toLowerCase(Locale.ROOT);
        }
    }

    private final Path directory;

    SshKeys(Path directory) {
        this.directory = directory;
    }

    /** Returns the private key's file; the public key is beside it, with {@code .pub}. */
    public synchronized Path privateKey(Kind kind) {
        Path file = directory.resolve(kind.fileName());
        if (Files.notExists(file)) {
            if (kind == Kind.RSA) {
                copy(OfAllTests.RSA, file);
            } else if (kind == Kind.ENCRYPTED) {
                copy(OfAllTests.ENCRYPTED, file);
            } else {
                make(kind, file);
            }
        }
        return file;
    }

    private static void make(Kind kind, Path file) {
        ProgramRun.of(
                        RequiredProgram.SSH_KEYGEN,
                        "-q",
                        "-t",
                        kind.type(),
                        "-N",
                        kind.passphrase,
                        "-C",
                        kind.fileName(),
                        "-f",
                        file.toString())
                .orFail("ssh-keygen");
    }

    private static void copy(Path key, Path file) {
        try {
            Files.copy(key, file, StandardCopyOption.COPY_ATTRIBUTES);
            Files.copy(publicHalf(key), publicHalf(file));
        } catch (IOException e) {
            throw new IllegalStateException("cannot copy " + key + ": " + e.getMessage(), e);
        }
    }

    private static Path publicHalf(Path file) {
        return file.resolveSibling(file.getFileName() + ".pub");
    }

    /** To make an RSA key, or to encrypt one, takes longer than to start the server that has it, so all of a JVM are the same one. */
    private static final class OfAllTests {
        static final Path RSA = made(Kind.RSA);
        static final Path ENCRYPTED = made(Kind.ENCRYPTED);

        private static Path made(Kind kind) {
            try {
                Path directory = Files.createTempDirectory("keys");
                Path file = directory.resolve(kind.fileName());
                make(kind, file);
                for (Path made : List.of(directory, file, publicHalf(file))) {
                    made.toFile().deleteOnExit();
                }
                return file;
            } catch (IOException e) {
                throw new IllegalStateException("cannot make a directory for keys: " + e.getMessage(), e);
            }
        }
    }

    /** Returns the public key as one line: type, base64, comment. */
    public String publicKey(Kind kind) {
        Path file = privateKey(kind);
        try {
            return Files.readString(publicHalf(file)).strip();
        } catch (IOException e) {
            throw new IllegalStateException("cannot read the public half of " + file + ": " + e.getMessage(), e);
        }
    }
}
