package pipeline.store;

/** What counts as the version of the code that runs a job. */
public enum VersionMethod {
    /** The commit that is checked out in the current directory. */
    GIT,
    /** The version of the jar that the recipe came in. */
    JAR,
    /** No version is noted. */
    NONE
}
