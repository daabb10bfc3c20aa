package pipeline.testing.stores;

import java.util.concurrent.ThreadFactory;

/** Names the threads that unpack a server, so that nobody takes them for left behind. Made by the JDK, by its name. */
public final class UnpackingThreads implements ThreadFactory {

    @Override
    public Thread newThread(Runnable task) {
        Thread thread = new Thread(task, "unpacking");
        thread.setDaemon(true);
        return thread;
    }
}
