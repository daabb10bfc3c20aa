package pipeline.remote.sshconfig;

/** Whether the lines of a block are for a host. */
enum BlockMatch {
    YES,
    NO,
    /** A criterion of a newer OpenSSH cannot be decided here. */
    UNSURE;

    /** Returns what holds in a block within a block. */
    BlockMatch and(BlockMatch inner) {
        if (this == NO || inner == NO) {
            return NO;
        }
        return this == YES ? inner : this;
    }
}
