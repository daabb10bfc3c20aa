package pipeline.log;

import java.util.Objects;

/** What a sender and the log server say to each other; each message is one line of JSON. */
public sealed interface LogMessage
        permits LogMessage.Hello, LogRecord, LogMessage.End, LogMessage.Welcome, LogMessage.Receipt {

    /**
     * The first line of every sender.
     *
     * @param token the run's token, known to the master and its jobs alone
     * @param job the job's number in this run
     * @param logger the job's logger, {@code node.<host>.<program>}; every record's logger is this one or below it
     */
    record Hello(String token, String job, String logger) implements LogMessage {

        /** The version of the wire format that this release speaks. */
        static final long VERSION = 1;

        public Hello {
            Objects.requireNonNull(token, "token is null");
            Objects.requireNonNull(job, "job is null");
            Objects.requireNonNull(logger, "logger is null");
        }

        /** Keeps the token out of logs. */
        @Override
        public String toString() {
            return "Hello[job=" + job + ", logger=" + logger + "]";
        }
    }

    /**
     * The last line of a sender.
     *
     * @param records how many it sent on this connection
     */
    record End(long records) implements LogMessage {}

    /** The server's answer to a {@link Hello} that it accepts. */
    record Welcome() implements LogMessage {}

    /**
     * The server's answer to {@link End}.
     *
     * @param records how many of this connection it has handed on
     */
    record Receipt(long records) implements LogMessage {}
}
