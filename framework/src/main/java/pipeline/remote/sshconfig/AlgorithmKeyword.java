package pipeline.remote.sshconfig;

import java.util.Locale;

/** The keywords of ssh_config(5) that name algorithms. */
public enum AlgorithmKeyword {
    KEY_EXCHANGES("KexAlgorithms"),
    CIPHERS("Ciphers"),
    MACS("MACs"),
    HOST_KEYS("HostKeyAlgorithms"),
    USER_KEYS("PubkeyAcceptedAlgorithms"),
    AUTHORITY_SIGNATURES("CASignatureAlgorithms");

    private final String word;

    AlgorithmKeyword(String word) {
        this.word = word;
    }

    /** Returns the keyword as people write it. */
    public String word() {
        return word;
    }

    /** Returns the keyword as a line of the configuration has it. */
    String lower() {
        return word.toLowerCase(Locale.ROOT);
    }
}
