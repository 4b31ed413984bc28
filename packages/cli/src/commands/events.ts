import { Command } from 'commander';
import { readCommandLine } from '../input/command-line';
import { addEventOptions, type EventOptions } from '../input/event-options';
import type { Host } from '../serving/host';

/** Makes `heddle events`, which prints the events of a chaincode until it is told to end. */
export function createEventsCommand(host: Host): Command {
    const command = addEventOptions(
        new Command('events').description('Print the events of a chaincode, one line of JSON each.'),
    );
    return command.action(async (options: EventOptions) => {
        const { runEvents } = await import('../client/run-events.js');
        const request = {
            options,
            commandLine: readCommandLine(command),
            variables: host.variables,
        };
        await runEvents(request, host.interruption());
    });
}
