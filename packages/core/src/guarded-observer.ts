import { notify } from '@heddle/protocol/internal';
import { toError } from './errors';
import { LimitedLog } from './limited-log';
import type { Logger } from './logger';
import type { HostObserver } from './observer';

/** The methods of a kind of observer: all of them, which the compiler sees to. */
export type ObserverMethods<Observer extends object> = Readonly<Record<keyof Observer, true>>;

const OF_HOSTS: ObserverMethods<HostObserver> = {
    transactionEnded: true,
    transactionRefused: true,
    transactionWaited: true,
    operationEnded: true,
    warningNoted: true,
    sessionOpened: true,
    registrationAccepted: true,
    registrationRefused: true,
    connectionRefused: true,
};

const GUARDED = new WeakSet<object>();

/** An observer that never throws. What the user's own throws is logged, and changes nothing. */
export function guardedHostObserver(observer: HostObserver, logger: Logger): HostObserver {
    return guardedObserver(observer, OF_HOSTS, logger);
}

/** The same for other kinds. Methods that the user's own has not are missing in it, too. */
export function guardedObserver<Observer extends object>(
    observer: Observer,
    methods: ObserverMethods<Observer>,
    logger: Logger,
): Observer {
    if (GUARDED.has(observer)) return observer;
    const log = new LimitedLog(logger);
    const guarded: Record<string, (...told: unknown[]) => void> = {};
    for (const name of Object.keys(methods)) {
        // By name, and not by spreading: an observer may be of a class.
        const method: unknown = Reflect.get(observer, name);
        if (typeof method !== 'function') continue;
        guarded[name] = (...told) => {
            notify(
                () => Reflect.apply(method, observer, told) as unknown,
                (error) => {
                    const text = `the observer's ${name} failed: ${toError(error).message}; nothing else is changed by it`;
                    log.write('error', name, { err: error }, `${text}: correct it`);
                },
            );
        };
    }
    GUARDED.add(guarded);
    return guarded as Observer; // by the table of its methods
}
