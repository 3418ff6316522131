using Microsoft.AspNetCore.Mvc.RazorPages;
using Yixiang.Kernel;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Accounts;

public static class HandedOver
{
    /// <summary>Says on the next page, once, which link the reader hands over; nothing where a mail brings it.</summary>
    public static void HandOver(this PageModel page, LinkByHand? link)
    {
        if (link is not null)
        {
            page.TempData["Link"] = PageAddress.Of(page.Request, link.Path);
            page.TempData["LinkText"] = T("account.link-by-hand", link.Name, link.Email, CityTime.Show(link.Until));
        }
    }
}
