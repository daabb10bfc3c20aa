package pipeline.remote.hostkey;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.sshd.common.NamedFactory;
import org.apache.sshd.common.signature.Signature;

/** Asks a host first for the types of its keys that we know, so that a known host does not look unknown. */
public final class HostKeyPreference {

    private HostKeyPreference() {}

    /** Puts the algorithms of known key types first and leaves out host certificates, which we cannot judge. */
    public static List<NamedFactory<Signature>> order(
            List<NamedFactory<Signature>> algorithms, Set<String> knownTypes) {
        List<NamedFactory<Signature>> known = new ArrayList<>();
        List<NamedFactory<Signature>> others = new ArrayList<>();
        for (NamedFactory<Signature> algorithm : algorithms) {
            String name = algorithm.getName();
            if (!name.contains("-cert-v01@")) {
                (knownTypes.contains(name.startsWith("rsa-sha2-") ? "ssh-rsa" : name) ? known : others).add(algorithm);
            }
        }
        known.addAll(others);
        return known;
    }
}
