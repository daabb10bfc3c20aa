package pipeline.testing.stores;

/** The ways to run the job table. */
public enum StoreKind {
    SQLITE_FILE,
    SQLITE_MEMORY,
    POSTGRESQL,
    MARIADB;

    /** Returns whether other connections and processes reach the same database. */
    public boolean isShared() {
        return this != SQLITE_MEMORY;
    }

    /** Returns whether a server runs it. */
    public boolean isServer() {
        return this == POSTGRESQL || this == MARIADB;
    }
}
