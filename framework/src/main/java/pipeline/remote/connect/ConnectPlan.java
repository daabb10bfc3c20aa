package pipeline.remote.connect;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import pipeline.remote.identity.IdentitySelection;
import pipeline.remote.sshconfig.ProxyCommand;
import pipeline.remote.sshconfig.SshHost;

/**
 * The data that a handshake needs, gathered before it on a thread that may block.
 *
 * @param route the hosts on the way, then the host itself
 * @param addresses what the host's name resolves to; empty if a jump host or a command resolves it
 */
record ConnectPlan(
        List<SshHost> route,
        List<InetSocketAddress> addresses,
        IdentitySelection identities,
        HostKeyFiles hostKeyFiles,
        AlgorithmProposal proposal) {

    ConnectPlan {
        route = List.copyOf(route);
        addresses = List.copyOf(addresses);
    }

    SshHost host() {
        return route.get(route.size() - 1);
    }

    /** Returns the hosts on the way; empty if the host is reached directly. */
    List<SshHost> jumps() {
        return route.subList(0, route.size() - 1);
    }

    /** Returns the command that leads to the host; empty if there is none, or another host leads there. */
    Optional<ProxyCommand> proxyCommand() {
        return jumps().isEmpty() ? host().proxyCommand() : Optional.empty();
    }

    /** Returns whether the host is connected to without anything in between. */
    boolean isDirect() {
        return jumps().isEmpty() && proxyCommand().isEmpty();
    }

    /** Returns what stands for the server where handshakes are paced: all hosts behind the same command share its gate. */
    String pace(int attempt) {
        return proxyCommand().map(ProxyCommand::text).orElseGet(() -> where(attempt));
    }

    /** Returns the address for the n-th attempt. */
    InetSocketAddress address(int attempt) {
        return addresses.get(attempt % addresses.size());
    }

    /** Returns the address for messages, with the way to it. */
    String where(int attempt) {
        if (proxyCommand().isPresent()) {
            return host().address() + " by way of its ProxyCommand";
        }
        if (!jumps().isEmpty()) {
            return host().address() + " by way of jump host "
                    + jumps().get(jumps().size() - 1).name();
        }
        InetSocketAddress address = address(attempt);
        String ip = address.getAddress().getHostAddress();
        return (ip.contains(":") ? "[" + ip + "]" : ip) + ":" + address.getPort();
    }
}
