package pipeline.remote.connect;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import pipeline.remote.TransportException;
import pipeline.remote.TransportException.Cause;
import pipeline.remote.sshconfig.AlgorithmKeyword;
import pipeline.remote.sshconfig.AlgorithmList;
import pipeline.remote.sshconfig.SshHost;

/** Makes the proposal to a host from the SSH configuration, and warns once of algorithms that cannot be used. Thread-safe. */
final class AlgorithmProposer {

    private static final Logger LOGGER = LogManager.getLogger("pipeline.remote");

    private final Set<String> said = ConcurrentHashMap.newKeySet();

    /** Returns what to propose; fails if nothing of what the configuration names can be used. */
    AlgorithmProposal of(SshHost host) throws TransportException {
        return new AlgorithmProposal(
                names(host, AlgorithmKeyword.KEY_EXCHANGES),
                names(host, AlgorithmKeyword.CIPHERS),
                names(host, AlgorithmKeyword.MACS),
                names(host, AlgorithmKeyword.HOST_KEYS),
                host.algorithms(AlgorithmKeyword.HOST_KEYS)
                        .map(AlgorithmList::keepsOrder)
                        .orElse(true),
                names(host, AlgorithmKeyword.USER_KEYS),
                names(host, AlgorithmKeyword.AUTHORITY_SIGNATURES));
    }

    private List<String> names(SshHost host, AlgorithmKeyword keyword) throws TransportException {
        List<String> usual = DefaultAlgorithms.usual(keyword);
        Optional<AlgorithmList> list = host.algorithms(keyword);
        if (list.isEmpty()) {
            return usual;
        }
        List<String> all = DefaultAlgorithms.all(keyword);
        AlgorithmList line = list.get();
        List<String> missing = line.missing(all);
        if (!missing.isEmpty() && said.add(line.where())) {
            LOGGER.warn(
                    "{}: {}: not available here: {}; the others are used",
                    line.where(),
                    keyword.word(),
                    String.join(", ", missing));
        }
        List<String> names = line.of(usual, all);
        if (names.isEmpty()) {
            throw new TransportException(
                    Cause.UNKNOWN_HOST,
                    host.name(),
                    line.where() + ": nothing that " + keyword.word() + " names can be used here; it can be one of "
                            + String.join(",", all));
        }
        return names;
    }
}
