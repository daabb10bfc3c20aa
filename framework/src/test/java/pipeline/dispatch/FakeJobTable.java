package pipeline.dispatch;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import pipeline.store.JobTable;
import pipeline.store.StoreException;

/** A real job table whose database can go away or hang: then the methods that the test names throw, or wait. */
public final class FakeJobTable {

    private final Set<String> broken = ConcurrentHashMap.newKeySet();
    private final Map<String, Hold> held = new ConcurrentHashMap<>();
    private final Map<String, Consumer<Object>> answered = new ConcurrentHashMap<>();
    private volatile @Nullable String fatal;
    private final JobTable table;

    /** Where calls of a method wait. */
    private record Hold(CountDownLatch arrived, CountDownLatch goOn) {}

    public FakeJobTable(JobTable real) {
        this.table = (JobTable) Proxy.newProxyInstance(
                JobTable.class.getClassLoader(), new Class<?>[] {JobTable.class}, (proxy, method, arguments) -> {
                    if (broken.contains(method.getName())) {
                        throw new StoreException("the disk of the job table is full", null);
                    }
                    if (method.getName().equals(fatal)) {
                        throw new OutOfMemoryError("on purpose");
                    }
                    Hold hold = held.get(method.getName());
                    if (hold != null) {
                        hold.arrived.countDown();
                        hold.goOn.await();
                    }
                    try {
                        Object answer = method.invoke(real, arguments);
                        Consumer<Object> next = answered.get(method.getName());
                        if (next != null) {
                            next.accept(answer);
                        }
                        return answer;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    public JobTable table() {
        return table;
    }

    public void breakDown(String... methods) {
        broken.addAll(Set.of(methods));
    }

    /** From now on there is no memory for a method. */
    void starve(String method) {
        fatal = method;
    }

    /** From now on something else happens between the answer of a method and its caller. */
    public void afterwards(String method, Consumer<Object> next) {
        answered.put(method, next);
    }

    /** From now on calls of a method wait; completes when one does. */
    public void hold(String method) {
        held.put(method, new Hold(new CountDownLatch(1), new CountDownLatch(1)));
    }

    /** Waits until a call of a method waits. */
    public void awaitHeld(String method) throws InterruptedException {
        held.get(method).arrived.await();
    }

    /** Lets calls of a method go on. */
    public void letGo(String method) {
        held.remove(method).goOn.countDown();
    }

    public void repair() {
        broken.clear();
    }

    public void repair(String method) {
        broken.remove(method);
    }
}
