package pipeline.remote.hostkey;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Puts the algorithms of known keys first, so that a known host does not look unknown. */
public final class HostKeyPreference {

    private static final String CERTIFICATE = "-cert-v01@openssh.com";

    private HostKeyPreference() {}

    /**
     * Puts the algorithms of certificates first if an authority is known for the host, then those of known key types.
     *
     * @param knownTypes the types of the host's known keys, such as {@code ssh-rsa}
     * @param isCertified whether an authority is known for the host; without one its certificates say nothing
     */
    public static List<String> order(List<String> algorithms, Set<String> knownTypes, boolean isCertified) {
        List<String> first = new ArrayList<>();
        List<String> others = new ArrayList<>();
        for (String algorithm : algorithms) {
            if (!algorithm.endsWith(CERTIFICATE)) {
                (knownTypes.contains(type(algorithm)) ? first : others).add(algorithm);
            } else if (isCertified) {
                first.add(algorithm);
            }
        }
        first.addAll(others);
        return first;
    }

    /** Returns the types of the keys that a host may show when it is asked for these algorithms. */
    public static Set<String> types(List<String> algorithms) {
        Set<String> types = new LinkedHashSet<>();
        algorithms.forEach(algorithm -> types.add(type(algorithm)));
        return types;
    }

    private static String type(String algorithm) {
        String plain = algorithm.endsWith(CERTIFICATE)
                ? algorithm.substring(0, algorithm.length() - CERTIFICATE.length())
                : algorithm;
        return plain.startsWith("rsa-sha2-") ? "ssh-rsa" : plain;
    }
}
