package pipeline.remote.connect;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import pipeline.remote.TransportException;
import pipeline.remote.TransportException.Cause;
import pipeline.remote.hostkey.KnownHosts;
import pipeline.remote.hostkey.RevokedKeys;
import pipeline.remote.identity.IdentityReader;
import pipeline.remote.sshconfig.SshHost;

/** Gathers what a connection needs: names resolved, keys read, the agent asked, known hosts read. */
final class ConnectPlanner {

    private ConnectPlanner() {}

    /**
     * Makes the plan; blocks for as long as name servers, disks and the agent take.
     *
     * @param now certificates must be valid then
     */
    static ConnectPlan plan(List<SshHost> route, AlgorithmProposer proposer, Instant now) throws TransportException {
        SshHost host = route.get(route.size() - 1);
        return new ConnectPlan(
                route,
                route.size() > 1 || host.proxyCommand().isPresent() ? List.of() : resolve(host),
                IdentityReader.read(host.files(), now),
                new HostKeyFiles(knownHosts(host), revokedKeys(host)),
                proposer.of(host));
    }

    private static List<InetSocketAddress> resolve(SshHost host) throws TransportException {
        try {
            List<InetSocketAddress> addresses = Arrays.stream(InetAddress.getAllByName(host.hostName()))
                    .filter(host::takes)
                    .map(address -> new InetSocketAddress(address, host.port()))
                    .toList();
            if (addresses.isEmpty()) {
                throw new UnknownHostException("no address of the AddressFamily");
            }
            return addresses;
        } catch (UnknownHostException e) {
            throw new TransportException(
                    Cause.UNKNOWN_HOST,
                    host.name(),
                    "the name " + host.hostName()
                            + " does not resolve; correct the map, or give the host a HostName in the SSH configuration",
                    e);
        }
    }

    private static KnownHosts knownHosts(SshHost host) throws TransportException {
        List<Path> files = new ArrayList<>(host.files().userKnownHosts());
        files.addAll(host.files().globalKnownHosts());
        try {
            return KnownHosts.read(files);
        } catch (IOException e) {
            throw new TransportException(
                    Cause.HOST_KEY,
                    host.name(),
                    "the known hosts cannot be read (" + e + "); make the file readable, or set known_hosts",
                    e);
        }
    }

    private static RevokedKeys revokedKeys(SshHost host) throws TransportException {
        Path file = host.files().revokedHostKeys();
        try {
            return file == null ? RevokedKeys.none() : RevokedKeys.read(file);
        } catch (IOException e) {
            throw new TransportException(
                    Cause.HOST_KEY,
                    host.name(),
                    "the keys that RevokedHostKeys names cannot be read (" + e
                            + "), so no host is trusted, as with ssh; correct the file, or the SSH configuration",
                    e);
        }
    }
}
