package pipeline.web;

import java.util.Set;

/** What a person may do from a page, if the person who started the server allowed it. Thread-safe. */
public interface RunActions {

    /** Makes a job that has ended pending again; returns one line that says what was done. */
    String retry(long job) throws RefusedException;

    /** Ends a job, or keeps it from starting; returns one line that says what was done. */
    String cancel(long job) throws RefusedException;

    /** Takes hosts out of use for a run; returns one line that says what was done. */
    String drain(String jobName, Set<String> hosts) throws RefusedException;

    /** Puts hosts to use again; returns one line that says what was done. */
    String undrain(String jobName, Set<String> hosts) throws RefusedException;

    /** An action that cannot be; the message says why. */
    final class RefusedException extends Exception {
        private static final long serialVersionUID = 1;

        public RefusedException(String message) {
            super(message);
        }
    }
}
