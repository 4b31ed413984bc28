import {
    addOptionRules,
    addSettings,
    Command,
    DEVELOPER_COMMANDS,
    Environment,
    MODULE_PATH,
    openTerminal,
    type OptionRule,
    type ProcessHost,
    readCommandLine,
    resolveModulePath,
} from 'heddle/command';

interface AdoptOptions {
    readonly check?: boolean;
    readonly undo?: boolean;
    readonly from?: string;
    readonly packageManager?: string;
}

const RULES: readonly OptionRule[] = [
    { options: ['--undo'], without: ['--check'] },
    { options: ['--from'], without: ['--undo'] },
];

/** Makes `heddle adopt`, which has a chaincode of Fabric's own packages run on Heddle. */
export function createAdoptCommand(host: ProcessHost): Command {
    const command = new Command('adopt')
        .description(DEVELOPER_COMMANDS.adopt)
        .option('--check', 'only report: what would change, and what the contracts are warned of')
        .option('--undo', 'take it back: package.json and the lock file are as they were')
        .option('--from <folder>', 'a folder with packed packages, where no registry has them')
        .option('--package-manager <name>', 'npm, pnpm or yarn; default: by the lock file');
    addSettings(addOptionRules(command, RULES), { modulePath: MODULE_PATH });
    return command.action(async ({ check = false, undo = false, from, packageManager }: AdoptOptions) => {
        const environment = new Environment(readCommandLine(command), host.variables);
        const { runAdopt } = await import('../adopt/run-adopt.js');
        await runAdopt({
            folder: resolveModulePath(environment),
            check,
            undo,
            from,
            packageManager,
            terminal: openTerminal(host.variables),
            signal: host.interruption(),
        });
    });
}
