package pipeline.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

    /** Gives the private key's file; the public key is beside it, with {@code .pub}. */
    public synchronized Path privateKey(Kind kind) {
        Path file = directory.resolve(kind.fileName());
        if (Files.notExists(file)) {
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
        return file;
    }

    /** Gives the public key as one line: type, base64, comment. */
    public String publicKey(Kind kind) {
        Path file = privateKey(kind);
        try {
            return Files.readString(file.resolveSibling(file.getFileName() + ".pub"))
                    .strip();
        } catch (IOException e) {
            throw new IllegalStateException("cannot read the public half of " + file + ": " + e.getMessage(), e);
        }
    }
}
