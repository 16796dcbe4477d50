using Glm.Kernel.Cli;

return await GlmCommand.InvokeAsync(args).ConfigureAwait(false);
