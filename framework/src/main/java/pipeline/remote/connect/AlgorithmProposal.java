package pipeline.remote.connect;

import java.util.List;

/**
 * The algorithms to propose to one host, by their names, the best first.
 *
 * @param hostKeys of the signatures by which the host proves its key
 * @param hostKeysKeepOrder whether the configuration leaves it to us which host keys come first
 * @param userKeys of the signatures by which we prove ours
 * @param authoritySignatures by which an authority may sign the certificate of the host
 */
record AlgorithmProposal(
        List<String> keyExchanges,
        List<String> ciphers,
        List<String> macs,
        List<String> hostKeys,
        boolean hostKeysKeepOrder,
        List<String> userKeys,
        List<String> authoritySignatures) {
    AlgorithmProposal {
        keyExchanges = List.copyOf(keyExchanges);
        ciphers = List.copyOf(ciphers);
        macs = List.copyOf(macs);
        hostKeys = List.copyOf(hostKeys);
        userKeys = List.copyOf(userKeys);
        authoritySignatures = List.copyOf(authoritySignatures);
    }
}
