import { Command, DEVELOPER_COMMANDS, type ProcessHost, readCommandLine } from 'heddle/command';
import { addEventOptions, type EventOptions } from '../input/event-options';

/** Makes `heddle events`, which prints the events of a chaincode until it is told to end. */
export function createEventsCommand(host: ProcessHost): Command {
    const command = addEventOptions(new Command('events').description(DEVELOPER_COMMANDS.events));
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
