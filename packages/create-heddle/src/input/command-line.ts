import { parseArgs } from 'node:util';
import { CreateError, reasonOf } from '../reporting/create-error';

/** What was written on the command line. */
export interface CommandLine {
    /** The name of the project, or its folder; undefined: not given. */
    readonly name: string | undefined;
    readonly template: string | undefined;
    /** Whether to ask nothing. */
    readonly yes: boolean;
    readonly install: boolean;
    readonly git: boolean;
    readonly help: boolean;
    readonly version: boolean;
}

export const HELP = `Usage: npm create heddle@latest [NAME] [-- OPTIONS]

Makes a smart contract for Hyperledger Fabric in a new folder NAME; "." is the
folder where you are. It asks for what is not given.

Options:
  --template <name>  typescript (default), javascript or minimal
  -y, --yes          ask nothing: take the default for what is not given
  --no-install       leave the packages for later
  --no-git           make no git repository
  -v, --version      print the version
  -h, --help         print this text

With npm, options stand behind "--"; pnpm and yarn need none.
`;

const OPTIONS = {
    template: { type: 'string' },
    yes: { type: 'boolean', short: 'y' },
    'no-install': { type: 'boolean' },
    'no-git': { type: 'boolean' },
    help: { type: 'boolean', short: 'h' },
    version: { type: 'boolean', short: 'v' },
} as const;

/**
 * Reads the command line.
 *
 * @param args what follows `create-heddle`
 * @param variables of the environment, in which npm leaves the options that it took for its own
 * @throws CreateError for options and arguments that there are not
 */
export function parseCommandLine(args: readonly string[], variables: NodeJS.ProcessEnv): CommandLine {
    const { values, positionals } = parse(args);
    const swallowed = Object.keys(OPTIONS).filter((name) => isSwallowed(name, values, variables));
    if (swallowed.length > 0 || positionals.length > 1) throw tooMany(positionals, swallowed);
    return {
        name: positionals[0],
        template: values.template,
        // Before "--" it is npm's own, and means the same.
        yes: values.yes ?? variables['npm_config_yes'] === 'true',
        install: !(values['no-install'] ?? false),
        git: !(values['no-git'] ?? false),
        help: values.help ?? false,
        version: values.version ?? false,
    };
}

interface Parsed {
    readonly values: { readonly [Name in keyof typeof OPTIONS]?: Name extends 'template' ? string : boolean };
    readonly positionals: readonly string[];
}

function parse(args: readonly string[]): Parsed {
    try {
        return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
    } catch (error) {
        const [what = ''] = reasonOf(error).split('. ');
        throw new CreateError(2, `${what}: --help lists what there is`, { cause: error });
    }
}

/** npm takes options before "--" for its own, and hands their values to us as arguments or not at all. */
function isSwallowed(name: string, values: Parsed['values'], variables: NodeJS.ProcessEnv): boolean {
    // --help and --version it answers itself.
    if (name !== 'template' && name !== 'no-install' && name !== 'no-git') return false;
    if (values[name] !== undefined) return false;
    const variable = name.replace(/^no-/, '');
    const value = variables[`npm_config_${variable}`];
    return value !== undefined && (name === 'template' || value === '' || value === 'false');
}

function tooMany([name = 'NAME', ...others]: readonly string[], swallowed: readonly string[]): CreateError {
    const taken = swallowed.map((option) => (option === 'template' ? '--template javascript' : `--${option}`));
    const options = taken.length > 0 ? taken.join(' ') : '--template javascript';
    const what =
        swallowed.length > 0
            ? `npm has taken ${swallowed.map((option) => `--${option}`).join(' and ')} for options of its own`
            : `one name is enough, and "${others.join(' ')}" comes after it`;
    return new CreateError(
        2,
        `${what}: write options behind "--", as in npm create heddle@latest ${name} -- ${options}`,
    );
}
