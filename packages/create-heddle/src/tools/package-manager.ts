/** What a project has to know of the package manager that it is made with. */
export interface PackageManager {
    readonly name: 'npm' | 'pnpm' | 'yarn';
    readonly install: string;
    /** For package.json, by which corepack takes this one everywhere; undefined where nothing asks for it. */
    readonly declaration: string | undefined;
    /** What its users type for commands of npm; the first that fits counts. */
    readonly words: readonly (readonly [npm: RegExp, own: string])[];
}

const NPM: PackageManager = { name: 'npm', install: 'npm install', declaration: undefined, words: [] };

/** With the folder before it, if there is one: where a package manager has two files in its place, each needs it. */
const LOCK_FILE = /(\/app\/)?package-lock\.json/g;

/** What is run in the folder of a project, after what is said of installing. */
function wordsToRun(run: string, execute: string): PackageManager['words'] {
    return [
        [/\bnpm run (?=\w)/g, `${run} `],
        [/\bnpm (?=test|start)/g, `${run} `],
        [/\bnpx (?=heddle)/g, `${execute} `],
    ];
}

/** pnpm downloads the version that package.json declares, even where it is that one: its major stands where it is installed. */
function pnpmOf(version: string): PackageManager {
    const [major = ''] = version.split('.');
    const installed = `npm install --global pnpm@${major} && pnpm install --frozen-lockfile`;
    return {
        name: 'pnpm',
        install: 'pnpm install',
        declaration: undefined,
        words: [
            [LOCK_FILE, '$1pnpm-lock.yaml $1pnpm-workspace.yaml'],
            [/npm ci --omit=dev/g, `${installed} --prod`],
            [/RUN npm ci/g, `RUN ${installed}`],
            [/npm ci/g, 'pnpm install --frozen-lockfile'],
            [
                /( +)- uses: actions\/setup-node/g,
                `$1- uses: pnpm/action-setup@v4\n$1  with:\n$1      version: ${major}\n$&`,
            ],
            [/cache: npm/g, 'cache: pnpm'],
            ...wordsToRun('pnpm', 'pnpm exec'),
        ],
    };
}

/** Yarn up to 1, which images of Node.js have. */
const CLASSIC_YARN: PackageManager = {
    name: 'yarn',
    install: 'yarn install',
    declaration: undefined,
    words: [
        [LOCK_FILE, '$1yarn.lock'],
        [/npm ci --omit=dev/g, 'yarn install --frozen-lockfile --production'],
        [/npm ci/g, 'yarn install --frozen-lockfile'],
        [/cache: npm/g, 'cache: yarn'],
        ...wordsToRun('yarn', 'yarn'),
    ],
};

function yarnOf(version: string): PackageManager {
    if (/^[01]\./.test(version)) return CLASSIC_YARN;
    return {
        name: 'yarn',
        install: 'yarn install',
        declaration: `yarn@${version}`,
        words: [
            [LOCK_FILE, '$1yarn.lock $1.yarnrc.yml'],
            [/npm ci --omit=dev --ignore-scripts/g, 'corepack enable && yarn workspaces focus --production'],
            [/RUN npm ci --ignore-scripts/g, 'RUN corepack enable && yarn install --immutable --mode=skip-build'],
            [/( +)- uses: actions\/setup-node/g, '$1- run: corepack enable\n$&'],
            [/npm ci/g, 'yarn install --immutable'],
            [/cache: npm/g, 'cache: yarn'],
            ...wordsToRun('yarn', 'yarn'),
        ],
    };
}

/** Finds the package manager that runs this program: each says who it is in this variable. Default: npm. */
export function findPackageManager(variables: NodeJS.ProcessEnv): PackageManager {
    const [, name, version = ''] = /^(\w+)\/(\S+)/.exec(variables['npm_config_user_agent'] ?? '') ?? [];
    if (name === 'pnpm') return pnpmOf(version);
    return name === 'yarn' ? yarnOf(version) : NPM;
}

/** Says commands of npm as users of another package manager type them. */
export function sayAs({ words }: PackageManager, text: string): string {
    return words.reduce((said, [npm, own]) => said.replace(npm, own), text);
}
