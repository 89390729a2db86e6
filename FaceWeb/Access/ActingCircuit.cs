using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server.Circuits;

namespace FaceWeb.Access;

/// <summary>Whatever an open page's browser sends is done in the name of the page's user.</summary>
public sealed class ActingCircuit(ActingUser acting, AuthenticationStateProvider authentication) : CircuitHandler
{
    // The circuit's services are made while its connection's request is answered.
    private readonly System.Net.IPAddress? address = acting.Address;

    /// <inheritdoc />
    public override Func<CircuitInboundActivityContext, Task> CreateInboundActivityHandler(Func<CircuitInboundActivityContext, Task> next) =>
        async context =>
        {
            acting.Current = (await authentication.GetAuthenticationStateAsync()).User;
            acting.Address ??= address;
            await next(context);
        };
}
