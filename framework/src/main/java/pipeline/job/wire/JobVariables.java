package pipeline.job.wire;

/** The environment variables that every job finds on its node. */
public final class JobVariables {
    /** The job's number in the job table. */
    public static final String JOB_ID = "PIPELINE_JOB_ID";
    /** The recipe that sent it. */
    public static final String RECIPE = "PIPELINE_RECIPE";
    /** The job name given with {@code -j}. */
    public static final String JOB_NAME = "PIPELINE_JOB_NAME";
    /** The host as the mapfile names it. */
    public static final String HOST = "PIPELINE_HOST";
    /** Where the node reaches the log server; absent if it cannot. */
    public static final String LOG_HOST = "PIPELINE_LOG_HOST";
    /** The port for {@link #LOG_HOST}. */
    public static final String LOG_PORT = "PIPELINE_LOG_PORT";
    /** What every sender shows the log server first. */
    public static final String LOG_TOKEN = "PIPELINE_LOG_TOKEN";
    /** The level below which nothing is sent: DEBUG, INFO, WARNING or ERROR. */
    public static final String LOG_LEVEL = "PIPELINE_LOG_LEVEL";
    /** The logger of the job: {@code node.<host>.<program>}. */
    public static final String LOGGER = "PIPELINE_LOGGER";

    /** The gang that the job belongs to; absent for others. */
    public static final String GANG = "PIPELINE_GANG";
    /** 0 for the control program of a gang, from 1 for its members. */
    public static final String GANG_RANK = "PIPELINE_GANG_RANK";
    /** How many the gang has, the control program among them. */
    public static final String GANG_SIZE = "PIPELINE_GANG_SIZE";

    /** The directory on the node where log records are kept as well; absent if there is none. */
    public static final String LOG_SPOOL = "PIPELINE_LOG_SPOOL";
    /** What marks the processes of a job, {@code SLOT/ATTEMPT}; its records are kept under the attempt. */
    public static final String MARK = "PIPELINE_MARK";

    /** What begins the frame in which a node script gives back its result; see {@link pipeline.frame.Frame}. Only scripts have it. */
    public static final String ANSWER_TOKEN = "PIPELINE_ANSWER_TOKEN";

    private JobVariables() {}
}
