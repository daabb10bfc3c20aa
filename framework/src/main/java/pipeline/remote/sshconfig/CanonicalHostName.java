package pipeline.remote.sshconfig;

import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/**
 * The name by which a host is connected to: addresses in their usual form, names in lower case, and complete where the
 * {@code Canonicalize…} keywords of ssh_config(5) ask for it. Aliases (CNAME) are not followed: Java does not show them.
 */
final class CanonicalHostName {

    private final SshOptionReader values;
    private final Predicate<String> resolves;

    /**
     * Prepares to complete names.
     *
     * @param resolves says whether a name service knows a name; may block
     */
    CanonicalHostName(SshOptionReader values, Predicate<String> resolves) {
        this.values = values;
        this.resolves = resolves;
    }

    /** Returns whether names are to be completed, and the configuration read once more with what came of it. */
    boolean isWanted() throws SshConfigException {
        return !mode().equals("no");
    }

    /** Returns the canonical name for a host name. */
    String of(String hostName) throws SshConfigException {
        String family = values.addressFamily();
        String address = NumericAddress.of(hostName)
                .filter(text -> !family.equals(text.contains(":") ? "inet" : "inet6"))
                .orElse(null);
        if (address != null || NumericAddress.looksLikeOne(hostName)) {
            return address == null ? hostName : address;
        }
        String name = hostName.toLowerCase(Locale.ROOT);
        boolean proxied = values.line("proxyjump") != null || values.isSet("proxycommand");
        if (!isWanted() || name.isEmpty() || (proxied && !mode().equals("always"))) {
            return name;
        }
        if (name.endsWith(".")) {
            return resolves.test(name) ? name.substring(0, name.length() - 1) : notFound(name);
        }
        if (name.chars().filter(c -> c == '.').count() > values.number("canonicalizemaxdots", 1)) {
            return name;
        }
        for (String domain : domains()) {
            if (resolves.test(name + "." + domain + ".")) {
                return name + "." + domain;
            }
        }
        return notFound(name);
    }

    /** Returns the line that says which aliases to follow, if one does. */
    List<SshConfigLine> ignored() {
        SshConfigLine line = values.line("canonicalizepermittedcnames");
        return line == null || line.word().equalsIgnoreCase("none") ? List.of() : List.of(line);
    }

    private String mode() throws SshConfigException {
        return values.choice(
                "canonicalizehostname",
                "no",
                List.of("yes", "no", "always", "true", "false"),
                word -> word.equals("true") ? "yes" : word.equals("false") ? "no" : word);
    }

    private List<String> domains() {
        SshConfigLine line = values.line("canonicaldomains");
        if (line == null || line.word().equalsIgnoreCase("none")) {
            return List.of();
        }
        return line.words().stream()
                .map(word -> word.toLowerCase(Locale.ROOT))
                .map(word -> word.endsWith(".") ? word.substring(0, word.length() - 1) : word)
                .toList();
    }

    private String notFound(String name) throws SshConfigException {
        SshConfigLine line = values.line("canonicalizefallbacklocal");
        if (line != null && !values.flag("canonicalizefallbacklocal")) {
            throw new SshConfigException(line.where() + ": " + name
                    + " is not found in any of the CanonicalDomains, and CanonicalizeFallbackLocal is no");
        }
        return name;
    }
}
