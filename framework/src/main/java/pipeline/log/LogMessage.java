package pipeline.log;

import java.util.Objects;

/** A message between a sender and the log server: one line of JSON. */
public sealed interface LogMessage
        permits LogMessage.Hello,
                JobLogRecord,
                LogMessage.End,
                LogMessage.Welcome,
                LogMessage.Receipt,
                LogMessage.Request,
                LogMessage.Reply {

    /**
     * The first line of every sender.
     *
     * @param token the run's token, known to the master and its jobs alone
     * @param job the job's number in this run
     * @param logger the job's logger, {@code node.<host>.<program>}; every record's logger is this one or below it
     * @param sender names the process among all of the job, so that it goes on counting where its last connection broke;
     *     empty for one that counts anew
     * @param asks whether requests follow, and no records
     */
    record Hello(String token, String job, String logger, String sender, boolean asks) implements LogMessage {

        /** The version of the wire format that this release speaks. */
        static final long VERSION = 1;

        /** Makes the first line of a sender whose count ends with its connection. */
        public Hello(String token, String job, String logger) {
            this(token, job, logger, "", false);
        }

        /** Makes the first line of a sender of records. */
        public Hello(String token, String job, String logger, String sender) {
            this(token, job, logger, sender, false);
        }

        public Hello {
            Objects.requireNonNull(sender, "sender is null");
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
     * @param records the number of the last one
     */
    record End(long records) implements LogMessage {}

    /**
     * The server's answer to a {@link Hello} that it accepts.
     *
     * @param have the number of the last record that it has of this sender
     */
    record Welcome(long have) implements LogMessage {}

    /**
     * The server's answer to {@link End}.
     *
     * @param records how many of this sender it has handed on
     */
    record Receipt(long records) implements LogMessage {}

    /**
     * What a program asks the master.
     *
     * @param number grows with each request of the sender; one that comes again after a broken connection has the same
     * @param what the word for what is wanted
     * @param name of what; empty where there is one only
     * @param value JSON; empty for none
     */
    record Request(long number, String what, String name, String value) implements LogMessage {}

    /**
     * The master's answer to a {@link Request}, which may come long after it.
     *
     * @param number that of the request
     * @param value JSON; empty for none
     * @param error why there is no answer; empty if there is one
     */
    record Reply(long number, String value, String error) implements LogMessage {}
}
