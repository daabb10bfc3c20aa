package pipeline.cli.signals;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Optional;

/**
 * The signals that people and terminals send to this process. The JDK has them only behind {@code sun.misc.Signal}, whose use
 * javac warns of, hence by reflection. A signal that the process was started to ignore, such as HUP under {@code nohup}, stays ignored.
 */
public final class Signals {

    private static final String SIGNAL = "sun.misc.Signal";
    private static final String HANDLER = "sun.misc.SignalHandler";

    private Signals() {}

    /**
     * Has something done for each signal of a kind, on a thread of its own, in place of what the JVM does.
     *
     * @param name without SIG, such as {@code INT}
     * @return puts the former handler back; empty if the signal is ignored or belongs to the JVM
     */
    public static Optional<Runnable> handle(String name, Runnable action) {
        try {
            Class<?> handlerType = Class.forName(HANDLER);
            Object handler = Proxy.newProxyInstance(
                    Signals.class.getClassLoader(), new Class<?>[] {handlerType}, (proxy, method, arguments) -> {
                        return switch (method.getName()) {
                            case "handle" -> {
                                action.run();
                                yield null;
                            }
                            case "equals" -> proxy == arguments[0];
                            case "hashCode" -> System.identityHashCode(proxy);
                            default -> name;
                        };
                    });
            Object former = set(name, handlerType, handler);
            if (former == handlerType.getField("SIG_IGN").get(null)) {
                set(name, handlerType, former);
                return Optional.empty();
            }
            return Optional.of(() -> restore(name, handlerType, former));
        } catch (InvocationTargetException e) {
            // -Xrs: who starts the JVM so wants the signals to do what the system does
            return Optional.empty();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("every JDK has " + SIGNAL, e);
        }
    }

    private static Object set(String name, Class<?> handlerType, Object handler) throws ReflectiveOperationException {
        Class<?> type = Class.forName(SIGNAL);
        Object signal = type.getConstructor(String.class).newInstance(name);
        return type.getMethod("handle", type, handlerType).invoke(null, signal, handler);
    }

    private static void restore(String name, Class<?> handlerType, Object former) {
        try {
            Object unused = set(name, handlerType, former);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("what was handled can be handled again", e);
        }
    }
}
