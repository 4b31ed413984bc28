import { Command, ConfigurationError, DEVELOPER_COMMANDS, type ExitCode } from 'heddle/command';
import { addReplayOptions, type ReplayOptions } from '../input/replay-options';

/** Makes `heddle replay`, which runs recorded transactions again. */
export function createReplayCommand(finish: (code: ExitCode) => void): Command {
    const command = addReplayOptions(new Command('replay').description(DEVELOPER_COMMANDS.replay));
    return command.action(async (options: ReplayOptions) => {
        const { blocks } = options;
        if (blocks === undefined)
            throw new ConfigurationError('nothing to replay: give --blocks and what heddle blocks fetch has written');
        const { replayBlocks } = await import('../replaying/replay-blocks.js');
        finish(
            await replayBlocks(blocks, options, (line) => {
                process.stdout.write(`${line}\n`);
            }),
        );
    });
}
