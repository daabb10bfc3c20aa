package pipeline.dispatch;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import pipeline.config.Configuration;
import pipeline.config.Section;

/** How jobs are sent: the keys of {@code [remote]}, {@code [deploy]} and {@code [hosts]} that concern them. Thread-safe. */
public final class DispatchSettings {

    static final Duration DEFAULT_ABSENCE = Duration.ofMinutes(10);

    private static final String MINI_NODE_DIRECTORY = "~/.pipeline";

    private final Configuration configuration;
    private final LogTransport logTransport;
    private final Duration absence;
    private final Machines machines;
    private final UnaryOperator<NodeSettings> adaptation;
    private final Map<String, NodeSettings> nodes = new ConcurrentHashMap<>();

    private DispatchSettings(
            Configuration configuration,
            LogTransport logTransport,
            Duration absence,
            Machines machines,
            UnaryOperator<NodeSettings> adaptation) {
        this.configuration = configuration;
        this.logTransport = logTransport;
        this.absence = absence;
        this.machines = machines;
        this.adaptation = adaptation;
    }

    /** Reads the sections; what is wrong in them is reported to the configuration. */
    public static DispatchSettings from(Configuration configuration) {
        Section remote = configuration.section("remote");
        LogTransport logTransport = LogTransport.tunnel();
        try {
            logTransport = LogTransport.parse(remote.text("log_transport", "tunnel"));
        } catch (IllegalArgumentException e) {
            remote.problem("log_transport", String.valueOf(e.getMessage()));
        }
        NodeSettings.declare(configuration);
        return new DispatchSettings(
                configuration,
                logTransport,
                remote.duration("reconnect_timeout", DEFAULT_ABSENCE),
                Machines.from(configuration),
                UnaryOperator.identity());
    }

    /** Gives the settings for hosts that are all this machine: jobs start where the master does, if nothing else is said. */
    public DispatchSettings onThisMachine() {
        return adapted(node -> node.startingIn(Path.of("").toAbsolutePath().toString()));
    }

    /** Gives the settings for the mini cluster: as on this machine, and each node keeps its files in its own directory. */
    public DispatchSettings onMiniCluster() {
        return onThisMachine().adapted(node -> node.keepingFilesIn(MINI_NODE_DIRECTORY));
    }

    private DispatchSettings adapted(UnaryOperator<NodeSettings> more) {
        return new DispatchSettings(
                configuration, logTransport, absence, machines, node -> more.apply(adaptation.apply(node)));
    }

    /** Gives how log records travel. */
    public LogTransport logTransport() {
        return logTransport;
    }

    /** Gives how long a host on which a job runs may be away until the job is left to the next run. */
    Duration absence() {
        return absence;
    }

    String machine(String host) {
        return machines.of(host);
    }

    /** Gives all names of the machines that some names mean, these names among them. */
    Set<String> names(Collection<String> hosts) {
        return machines.names(hosts);
    }

    NodeSettings node(String host) {
        return nodes.computeIfAbsent(host, name -> adaptation.apply(NodeSettings.from(configuration, name)));
    }
}
