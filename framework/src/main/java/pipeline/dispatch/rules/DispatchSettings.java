package pipeline.dispatch.rules;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import pipeline.config.Configuration;
import pipeline.config.Section;

/** How jobs are sent: the keys of {@code [remote]}, {@code [deploy]} and {@code [hosts]} that concern them. Thread-safe. */
public final class DispatchSettings {

    static final Duration DEFAULT_ABSENCE = Duration.ofMinutes(10);
    static final Duration DEFAULT_GRACE = Duration.ofSeconds(10);
    private static final Duration DEFAULT_ORPHAN_AFTER = Duration.ofDays(1);

    private static final String MINI_NODE_DIRECTORY = "~/.pipeline";

    private final Configuration configuration;
    private final LogTransport logTransport;
    private final Waits waits;
    private final HealthPolicy healthPolicy;
    private final HostAliases machines;
    private final UnaryOperator<NodeSettings> adaptation;
    private final Map<String, NodeSettings> nodes = new ConcurrentHashMap<>();
    private final Map<String, Capacity> capacities = new ConcurrentHashMap<>();

    /**
     * How long who waits for whom.
     *
     * @param absence for a host on which a job runs to be reached again
     * @param grace for processes to end after TERM
     * @param orphanAfter for somebody to ask about a job before it ends itself; zero for ever
     */
    private record Waits(Duration absence, Duration grace, Duration orphanAfter) {

        static Waits from(Section remote) {
            boolean never = remote.text("orphan_after").map(String::strip).equals(Optional.of("never"));
            return new Waits(
                    remote.duration("reconnect_timeout", DEFAULT_ABSENCE),
                    remote.duration("grace", DEFAULT_GRACE),
                    never ? Duration.ZERO : remote.duration("orphan_after", DEFAULT_ORPHAN_AFTER));
        }

        Waits withGrace(Duration other) {
            return new Waits(absence, other, orphanAfter);
        }
    }

    private DispatchSettings(
            Configuration configuration,
            LogTransport logTransport,
            Waits waits,
            HealthPolicy healthPolicy,
            HostAliases machines,
            UnaryOperator<NodeSettings> adaptation) {
        this.configuration = configuration;
        this.logTransport = logTransport;
        this.waits = waits;
        this.healthPolicy = healthPolicy;
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
        Capacity.from(remote);
        return new DispatchSettings(
                configuration,
                logTransport,
                Waits.from(remote),
                HealthPolicy.from(remote),
                HostAliases.from(configuration),
                UnaryOperator.identity());
    }

    /** Returns the settings for hosts that are all this machine: jobs start where the master does, if nothing else is said. */
    public DispatchSettings onThisMachine() {
        return adapted(node -> node.startingIn(Path.of("").toAbsolutePath().toString()));
    }

    /** Returns the settings for the mini cluster: as on this machine, and each node keeps its files in its own directory. */
    public DispatchSettings onMiniCluster() {
        return onThisMachine().adapted(node -> node.keepingFilesIn(MINI_NODE_DIRECTORY));
    }

    /** Returns the same settings with places that every host must have. */
    public DispatchSettings requiring(List<RequiredPlace> places) {
        return places.isEmpty() ? this : adapted(node -> node.requiring(places));
    }

    private DispatchSettings adapted(UnaryOperator<NodeSettings> more) {
        return new DispatchSettings(
                configuration, logTransport, waits, healthPolicy, machines, node -> more.apply(adaptation.apply(node)));
    }

    /** Returns the same settings with another time for processes to end after TERM. */
    public DispatchSettings withGrace(Duration other) {
        return new DispatchSettings(
                configuration, logTransport, waits.withGrace(other), healthPolicy, machines, adaptation);
    }

    /** Returns how long processes have to end after TERM before they are killed. */
    public Duration grace() {
        return waits.grace();
    }

    /** Returns how log records travel. */
    public LogTransport logTransport() {
        return logTransport;
    }

    /** Returns how long a host on which a job runs may be away until the job is left to the next run. */
    Duration absence() {
        return waits.absence();
    }

    /** Returns how long nobody needs to ask about a job that runs until it ends itself; zero if it never does. */
    public Duration orphanAfter() {
        return waits.orphanAfter();
    }

    /** Returns what is declared that the machine of a host has for jobs. */
    public Capacity capacity(String host) {
        return capacities.computeIfAbsent(machine(host), name -> Capacity.from(configuration.section("remote", name)));
    }

    /** Returns when hosts are set aside. */
    public HealthPolicy healthPolicy() {
        return healthPolicy;
    }

    public String machine(String host) {
        return machines.of(host);
    }

    /** Returns all names of the machines that some names mean, these names among them. */
    public Set<String> names(Collection<String> hosts) {
        return machines.names(hosts);
    }

    public NodeSettings node(String host) {
        return nodes.computeIfAbsent(host, name -> adaptation.apply(NodeSettings.from(configuration, name)));
    }
}
