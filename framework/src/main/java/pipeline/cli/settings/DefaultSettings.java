package pipeline.cli.settings;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What holds where nothing is set, in the words of {@code pipeline.cfg.example}. */
final class DefaultSettings {

    private static final String[] TEXTS = {
        "DEFAULT", "recipe_directories", "",
        "DEFAULT", "runtime_directory", "~/.local/state/pipeline",
        "DEFAULT", "working_directory", "the login directory",
        "deploy", "engine_classpath", "",
        "deploy", "engine_lpath", "",
        "deploy", "engine_ppath", "",
        "deploy", "java_home", "JAVA_HOME there, or java in PATH",
        "deploy", "job_wrapper", "",
        "cluster", "clusterdesc", "",
        "jobs", "auto_refresh", "true",
        "jobs", "contents", "name",
        "jobs", "default_priority", "5",
        "jobs", "heartbeat", "10s",
        "jobs", "keep_completed", "true",
        "jobs", "keep_errors", "false",
        "jobs", "no_retry_exit", "",
        "jobs", "orphan_timeout", "60s",
        "jobs", "password", "",
        "jobs", "password_file", "",
        "jobs", "patience", "10m",
        "jobs", "retention", "everything",
        "jobs", "retries", "0",
        "jobs", "stale_timeout", "1h",
        "jobs", "timeout", "no limit",
        "jobs", "url", "jdbc:sqlite:%(runtime_directory)s/jobs.sqlite",
        "jobs", "user", "",
        "jobs", "version_method", "none",
        "layout", "job_directory", "%(runtime_directory)s/%(job_name)s",
        "logging", "datefmt", "%Y-%m-%d %H:%M:%S",
        "logging", "format", "%(asctime)s %(levelname)-7s %(name)s: %(message)s",
        "logging", "log_file", "%(runtime_directory)s/%(job_name)s/logs/%(start_time)sZ/pipeline.log",
        "notify", "hooks", "",
        "notify", "quiet_after", "30m",
        "notify", "time_limit", "10s",
        "remote", "connect_timeout", "15s",
        "remote", "cores", "what the host says",
        "remote", "fanout", "no limit",
        "remote", "grace", "10s",
        "remote", "host_key_policy", "StrictHostKeyChecking of SSH, or strict",
        "remote", "init", "",
        "remote", "known_hosts", "what SSH uses",
        "remote", "log_transport", "tunnel",
        "remote", "max_host_failures", "3",
        "remote", "max_per_node", "1",
        "remote", "max_transport_failures", "3",
        "remote", "memory", "what the host says",
        "remote", "method", "ssh",
        "remote", "node_directory", "/var/tmp/pipeline-<uid>",
        "remote", "on_hangup", "drain with a terminal, or end",
        "remote", "orphan_after", "1d",
        "remote", "park_wait", "0",
        "remote", "reconnect_timeout", "10m",
        "remote", "scratch", "the node directory",
        "remote", "ssh_config", "~/.ssh/config, then /etc/ssh/ssh_config",
        "remote", "working_directory", "the login directory",
    };

    private static final int COLUMNS = 3;

    private static final Map<String, String> BY_NAME = byName();

    private DefaultSettings() {}

    private static Map<String, String> byName() {
        Map<String, String> texts = new LinkedHashMap<>();
        for (int i = 0; i < TEXTS.length; i += COLUMNS) {
            texts.put(TEXTS[i] + "." + TEXTS[i + 1], TEXTS[i + 2]);
        }
        return texts;
    }

    /** Returns what holds without a key; empty if nobody knows. */
    static Optional<String> of(String section, String key) {
        return Optional.ofNullable(BY_NAME.get(section + "." + key));
    }

    /** Returns all keys, each with its section and a dot before it. */
    static Set<String> names() {
        return BY_NAME.keySet();
    }
}
