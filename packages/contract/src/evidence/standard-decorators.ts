/**
 * Decorators come in two forms. Ours, class-validator's and class-transformer's are those that TypeScript calls
 * experimental and other compilers legacy: they get the prototype and the member's name. A compiler that is not told so
 * calls them by the TC39 standard, with the member's value and a context, and then they do not know of which class.
 */
export interface StandardContext {
    readonly kind: string;
    readonly name?: string | symbol | undefined;
    readonly addInitializer?: (initializer: (this: object) => void) => void;
}

/** Whether an argument is what a decorator gets by the standard, and never in the legacy form. */
export function isStandardContext(argument: unknown): argument is StandardContext {
    return typeof argument === 'object' && argument !== null && typeof Reflect.get(argument, 'kind') === 'string';
}

interface Compiler {
    readonly name: string;
    /** The helper in compiled code that calls decorators by the standard, as a stack shows it. */
    readonly helper: RegExp;
    /** What makes it call them in the legacy form. */
    readonly setting: string;
}

const COMPILERS: readonly Compiler[] = [
    {
        name: 'esbuild, tsx or Vite',
        helper: /\b__decorateElement\b/,
        setting: 'set "experimentalDecorators": true in compilerOptions of the tsconfig.json that it reads',
    },
    {
        name: 'tsc',
        helper: /\b__esDecorate\b/,
        setting:
            'set "experimentalDecorators": true and "emitDecoratorMetadata": true in compilerOptions of tsconfig.json',
    },
    {
        name: 'swc',
        helper: /\b_apply_decs/,
        setting: 'set "legacyDecorator": true and "decoratorMetadata": true in jsc.transform of .swcrc',
    },
    {
        name: 'Babel',
        helper: /\b_?applyDecs|\b_decorate\b/,
        setting: 'write ["@babel/plugin-proposal-decorators", { "version": "legacy" }] in its configuration',
    },
];

const SETTINGS = COMPILERS.map(({ name, setting }) => `${name}: ${setting}`).join('; ');

/** The compiler whose helper is on a stack; undefined if none is. */
function compilerOn(stack: string): Compiler | undefined {
    return COMPILERS.find(({ helper }) => helper.test(stack));
}

/** Says what to set, of the compiler whose helper is on a stack, or else of each. */
export function legacySetting(stack: string): string {
    const compiler = compilerOn(stack);
    const setting =
        compiler === undefined ? `Set legacy decorators: ${SETTINGS}` : `In ${compiler.name}, ${compiler.setting}`;
    return `${setting} (docs/reference/compilers.md)`;
}

/** Where decorators of the libraries that ours work with are. */
const LIBRARY = /[\\/](?:class-validator|class-transformer|reflect-metadata)[\\/]/;

/**
 * Tells whether an error is that of a library's decorator that was called by the standard: it takes the member's value
 * for a prototype, and a field has none.
 */
export function isOfStandardDecorator({ name, message, stack = '' }: Error): boolean {
    if (name !== 'TypeError') return false;
    const ofField = message.includes("of undefined (reading 'constructor')");
    const [thrower = ''] = stack.split('\n').filter((line) => /^\s+at /.test(line));
    return ofField ? LIBRARY.test(thrower) || compilerOn(stack) !== undefined : isBelow(thrower, stack);
}

function isBelow(thrower: string, stack: string): boolean {
    return LIBRARY.test(thrower) && compilerOn(stack) !== undefined;
}
