"""Persons: a Chinese name at the head of a statement, where nobody knows the person by name (演员沈鹿鸣因病退出拍摄)."""

import re

_SURNAMES = (
    "欧阳|司马|上官|诸葛|司徒|东方|皇甫|尉迟|公孙|慕容|令狐|夏侯|"
    "[王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹"
    "薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单裴霍涂成"
    "苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝]"
)
_ROLE = (
    "(?:演员|歌手|导演|编剧|作家|球员|前锋|后卫|中场|门将|队长|主教练|教练|选手|运动员|主播|主持人|艺人|偶像|设计师|科学家|创始人|联合创始人|董事长|总裁|"
    "总经理|副总裁|首席执行官|首席技术官|首席财务官|首席科学家|CEO|CTO|CFO|高管|嫌疑人|被告人|作者|制作人|教授|院士|将军|部长|主席)"
)
_DOES = "(?:因|将|已|正式|退出|辞|离|卸|出任|接任|担任|升任|加盟|加入|被|宣布|受伤|转会|参加|主演|出演|缺席|退役|入职|获|不再|并未|没有|未|涉嫌|去世|夺|执导|签约|先生|女士)"
_LEADS = re.compile(
    rf"^{_ROLE}?(?P<name>(?:{_SURNAMES})[\u4e00-\u9fff]{{1,2}}?)(?={_DOES})|^{_ROLE}(?P<told>(?:{_SURNAMES})[\u4e00-\u9fff]{{1,2}})"
)


def leads(statement: str) -> str:
    """The name that it begins with; empty where it begins with none."""
    match = _LEADS.match(statement)
    return (match["name"] or match["told"]) if match else ""
