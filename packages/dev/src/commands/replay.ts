import { Command, ConfigurationError, DEVELOPER_COMMANDS, type ExitCode, type ProcessHost } from 'heddle/command';
import { addReplayOptions, type ReplayOptions } from '../input/replay-options';

/** Makes `heddle replay`, which runs recorded transactions again. */
export function createReplayCommand(host: ProcessHost, finish: (code: ExitCode) => void): Command {
    const command = addReplayOptions(new Command('replay').description(DEVELOPER_COMMANDS.replay));
    return command.action(async (options: ReplayOptions) => {
        const write = (line: string): void => {
            process.stdout.write(`${line}\n`);
        };
        finish(await replay(options, host, write));
    });
}

async function replay(options: ReplayOptions, host: ProcessHost, write: (line: string) => void): Promise<ExitCode> {
    const { blocks, journal } = options;
    if (journal !== undefined && options.follow === true && blocks === undefined) {
        const { shadowJournal } = await import('../replaying/shadow-journal.js');
        return await shadowJournal(journal, options, { signal: host.interruption(), write });
    }
    if (journal !== undefined && blocks === undefined) {
        const { replayJournal } = await import('../replaying/replay-journal.js');
        return await replayJournal(journal, options, write);
    }
    if (blocks !== undefined && journal === undefined) {
        const { replayBlocks } = await import('../replaying/replay-blocks.js');
        return await replayBlocks(blocks, options, write);
    }
    throw new ConfigurationError(
        'nothing to replay, or two things: give --journal and the folder of a server, or --blocks and what heddle blocks fetch has written',
    );
}
