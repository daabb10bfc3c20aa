package pipeline.remote.settings;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import pipeline.config.Configuration;
import pipeline.config.Section;
import pipeline.remote.Transport;
import pipeline.remote.local.LocalTransport;
import pipeline.remote.ssh.SshTransport;
import pipeline.remote.sshconfig.HostKeyPolicy;
import pipeline.remote.sshconfig.SshSettings;
import pipeline.time.Scheduler;

/**
 * How hosts are reached: the keys of {@code [remote]} that concern the transport.
 *
 * @param method the transport to use
 * @param ssh how the SSH transport connects
 */
public record RemoteSettings(TransportKind method, SshSettings ssh) {

    /** The transports there are. */
    public enum TransportKind {
        /** By SSH, for every name of a host. */
        SSH,
        /** On this machine, for every name of a host. */
        LOCAL
    }

    /** How LOFAR's framework reaches hosts: here it is SSH, to the host that the map names. */
    private static final Set<String> ANCESTORS = Set.of(
            "cep_mpi",
            "juropa_mpi",
            "mpirun",
            "mpirun_fionn",
            "paramiko",
            "pbs_ssh",
            "slurm_srun",
            "slurm_srun_cep3",
            "slurm_ssh",
            "ssh_generic");

    private static final Duration DEFAULT_CONNECT_TIMEOUT = Duration.ofSeconds(15);

    /**
     * Reads the section; what is wrong in it is reported to the configuration.
     *
     * @param environment the master's environment, for {@code SSH_AUTH_SOCK} and {@code HOME}
     */
    public static RemoteSettings from(Configuration configuration, Map<String, String> environment) {
        Section remote = configuration.section("remote");
        @Nullable String agent = environment.get("SSH_AUTH_SOCK");
        return new RemoteSettings(
                method(remote),
                new SshSettings(
                        remote.path("ssh_config").orElse(null),
                        remote.path("known_hosts").orElse(null),
                        remote.text("host_key_policy").isEmpty()
                                ? null
                                : remote.word("host_key_policy", HostKeyPolicy.class, HostKeyPolicy.STRICT),
                        remote.duration("connect_timeout", DEFAULT_CONNECT_TIMEOUT),
                        Path.of(environment.getOrDefault("HOME", System.getProperty("user.home"))),
                        agent == null || agent.isEmpty() ? null : Path.of(agent),
                        System.getProperty("user.name")));
    }

    /** With LOFAR's own command line, which stands before the program of each job then, the way to the host is SSH. */
    private static TransportKind method(Section remote) {
        boolean hasOwnCommandLine = remote.raw("method").orElse("").strip().equals("custom_cmdline");
        return hasOwnCommandLine
                ? TransportKind.SSH
                : remote.word("method", TransportKind.class, TransportKind.SSH, ANCESTORS);
    }

    /** Returns whether every host is this machine. */
    public boolean isThisMachine() {
        return method == TransportKind.LOCAL;
    }

    /** Returns the settings for hosts that an SSH configuration of ours describes in full: the mini cluster's. */
    public RemoteSettings withSshConfig(Path sshConfig) {
        return new RemoteSettings(
                TransportKind.SSH,
                new SshSettings(sshConfig, null, null, ssh.connectTimeout(), ssh.home(), null, ssh.user()));
    }

    /** Returns the settings for jobs that all run on this machine. */
    public RemoteSettings onThisMachine() {
        return new RemoteSettings(TransportKind.LOCAL, ssh);
    }

    /** Opens the transport; all that waits in it waits by the scheduler. */
    public Transport open(Scheduler scheduler) {
        return switch (method) {
            case SSH -> new SshTransport(ssh, scheduler);
            case LOCAL -> new LocalTransport(ssh.connectTimeout(), scheduler);
        };
    }
}
