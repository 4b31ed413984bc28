module.exports = { roots: ['<rootDir>/src'], transform: {}, setupFiles: ['@heddle/testing/traps'] };
