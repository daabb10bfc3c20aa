package pipeline.dispatch;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import pipeline.store.JobTable;
import pipeline.store.StoreException;

/** A real job table whose database can go away: then the methods that the test names throw. */
public final class FakeJobTable {

    private final Set<String> broken = ConcurrentHashMap.newKeySet();
    private final JobTable table;

    public FakeJobTable(JobTable real) {
        this.table = (JobTable) Proxy.newProxyInstance(
                JobTable.class.getClassLoader(), new Class<?>[] {JobTable.class}, (proxy, method, arguments) -> {
                    if (broken.contains(method.getName())) {
                        throw new StoreException("the disk of the job table is full", null);
                    }
                    try {
                        return method.invoke(real, arguments);
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

    public void repair() {
        broken.clear();
    }

    public void repair(String method) {
        broken.remove(method);
    }
}
