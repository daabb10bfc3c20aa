package pipeline.remote.transfer;

/**
 * A file, directory or link of what is moved.
 *
 * @param name relative to the directory that is moved; empty for the file or directory itself
 * @param size of a file, in bytes
 * @param target of a link
 */
record TreeEntry(Kind kind, String name, long size, boolean isExecutable, String target) {

    enum Kind {
        DIRECTORY,
        FILE,
        LINK
    }

    static TreeEntry file(String name, long size, boolean isExecutable) {
        return new TreeEntry(Kind.FILE, name, size, isExecutable, "");
    }

    static TreeEntry directory(String name) {
        return new TreeEntry(Kind.DIRECTORY, name, 0, false, "");
    }

    static TreeEntry link(String name, String target) {
        return new TreeEntry(Kind.LINK, name, 0, false, target);
    }
}
