package pipeline.log;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import pipeline.job.wire.JobVariables;

/** Where the log server listens for a job, and how the job introduces itself. */
record LogServerAddress(String host, int port, LogMessage.Hello hello) {

    /**
     * Reads the variables of {@link JobVariables}.
     *
     * @return null if there is no log server for this process
     * @throws IllegalArgumentException if there is one, but the variables do not say how to reach it
     */
    static @Nullable LogServerAddress from(Map<String, String> environment) {
        String port = environment.get(JobVariables.LOG_PORT);
        if (port == null || port.isEmpty()) {
            return null;
        }
        return new LogServerAddress(
                environment.getOrDefault(JobVariables.LOG_HOST, "127.0.0.1"),
                number(port),
                new LogMessage.Hello(
                        required(environment, JobVariables.LOG_TOKEN),
                        required(environment, JobVariables.JOB_ID),
                        required(environment, JobVariables.LOGGER)));
    }

    /** Returns the same job at another server. */
    LogServerAddress at(String otherHost, String otherPort, String token) {
        return new LogServerAddress(
                otherHost,
                number(otherPort),
                new LogMessage.Hello(token, hello.job(), hello.logger(), hello.sender(), hello.asks()));
    }

    private static int number(String port) {
        try {
            int number = Integer.parseInt(port);
            if (number > 0 && number <= 65535) {
                return number;
            }
        } catch (NumberFormatException e) {
            // reported below, like a number that is no port.
        }
        throw new IllegalArgumentException(JobVariables.LOG_PORT + " must be a port, but was " + port);
    }

    private static String required(Map<String, String> environment, String name) {
        String value = environment.get(name);
        if (value == null || value.isEmpty()) {
            throw new IllegalArgumentException(
                    name + " must be set where " + JobVariables.LOG_PORT + " is, but is missing");
        }
        return value;
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
