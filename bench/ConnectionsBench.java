import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.kex.KexProposalOption;
import pipeline.remote.connect.SshConnector;
import pipeline.remote.sshconfig.HostKeyPolicy;
import pipeline.remote.sshconfig.SshSettings;

/** Measures what connecting costs the master: {@code bench/connections [HOSTS]}. */
public final class ConnectionsBench {

    private ConnectionsBench() {}

    /** Connects to {@code h1 … hN} of an SSH configuration and prints the processor's time for each. */
    public static void main(String[] arguments) throws Exception {
        Path config = Path.of(arguments[0]);
        int hosts = Integer.parseInt(arguments[1]);
        SshSettings settings = new SshSettings(
                config,
                null,
                HostKeyPolicy.STRICT,
                Duration.ofSeconds(60),
                config.toAbsolutePath().getParent(),
                null,
                System.getProperty("user.name"));
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        try (SshConnector connector = new SshConnector(settings)) {
            long begun = System.nanoTime();
            long before = system.getProcessCpuTime();
            List<CompletableFuture<ClientSession>> sessions = new ArrayList<>();
            IntStream.rangeClosed(1, hosts).forEach(host -> sessions.add(connector.connect("h" + host)));
            String algorithm = "";
            for (CompletableFuture<ClientSession> session : sessions) {
                algorithm = session.get(10, TimeUnit.MINUTES).getNegotiatedKexParameter(KexProposalOption.ALGORITHMS);
            }
            double cpu = (system.getProcessCpuTime() - before) / 1e6 / hosts;
            double wall = (System.nanoTime() - begun) / 1e9;
            System.out.printf("%-40s %d hosts: %.1f ms of CPU each, %.1f s in all%n", algorithm, hosts, cpu, wall);
        }
    }
}
