package pipeline.dispatch.table;

/**
 * An attempt at a job of which the table does not know how it ended.
 *
 * @param owner names who made it, among all masters and workers that ever were
 * @param isOwnerGone whether the owner is not a member of the table any more
 * @param id the name under which the host keeps what became of it
 * @param isSameWork whether it does what the job would do now
 */
public record LostAttempt(String owner, boolean isOwnerGone, String id, boolean isSameWork) {

    /** Returns the name under which a host keeps what becomes of an attempt. */
    public static String id(long job, int attempt) {
        return job + "." + attempt;
    }

    /** Returns the job of an attempt. */
    public static long job(String id) {
        return Long.parseLong(id.substring(0, id.indexOf('.')));
    }
}
