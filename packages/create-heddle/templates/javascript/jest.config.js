module.exports = { roots: ['<rootDir>/src'], transform: {} };
