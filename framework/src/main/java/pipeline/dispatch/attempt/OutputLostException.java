package pipeline.dispatch.attempt;

/** What took the output of a job on its host was killed, so nobody knows what the job printed or would have ended with. */
final class OutputLostException extends Exception {

    private static final long serialVersionUID = 1;

    OutputLostException(String host) {
        super(host
                + ": what keeps the output of jobs there (tee) was killed while the job ran, so the job is not blamed for how it"
                + " ended; is the host short of memory?");
    }
}
