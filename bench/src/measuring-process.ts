import { fork } from 'node:child_process';
import { once } from 'node:events';
import { type GroupResults, measureGroup, type MeasureOptions } from './measure-group';
import { allScenarios, nameOf, type Scenario } from './scenarios';
import { selectServers, type ServerKind } from './servers';

/** What a process is asked for: the functions of scenarios and servers cannot be sent, their names can. */
interface Task {
    readonly scenarios: readonly string[];
    readonly servers: readonly string[];
    readonly options: MeasureOptions;
}

/**
 * Measures scenarios with a load generator in a process of its own. One that has generated other loads before takes half as
 * much again for each message: V8 has compiled it for all of them. Its messages then come in smaller packets, which a
 * fast server pays for.
 */
export async function measureInProcess(
    scenarios: readonly Scenario[],
    servers: readonly ServerKind[],
    { rounds, millisecondsPerRound, keepaliveMs }: MeasureOptions,
): Promise<GroupResults> {
    const child = fork(__filename);
    const options = { rounds, millisecondsPerRound, keepaliveMs };
    const task: Task = { scenarios: scenarios.map(nameOf), servers: servers.map(({ name }) => name), options };
    let results: GroupResults | undefined;
    child.on('message', (message) => {
        results = message as GroupResults;
    });
    child.send(task);
    // A process may be seen to have ended before its last message is; the channel closes behind all of them.
    await once(child, 'disconnect');
    if (results === undefined) throw new Error(`measuring ${task.scenarios.join(', ')} failed; its process says why`);
    return results;
}

async function measure({ scenarios, servers, options }: Task): Promise<GroupResults> {
    const wanted = allScenarios.filter((scenario) => scenarios.includes(nameOf(scenario)));
    return await measureGroup(wanted, selectServers(servers), options);
}

if (require.main === module)
    process.once('message', (task) => {
        // What fails is an unhandled rejection, which ends the process and says why.
        void measure(task as Task).then((results) => process.send?.(results));
    });
